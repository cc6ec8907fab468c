"""The autonomy pulse: three questions a quarter, without a name. Guards against Kickstand itself stifling people."""
