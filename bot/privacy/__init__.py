"""What a person may ask of their own data: a copy, and to be forgotten; and how long anything is kept at all."""
