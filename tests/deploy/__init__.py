"""The files that others install Kickstand with. `make check-deploy` runs these in an environment of their own."""
