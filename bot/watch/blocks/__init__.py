"""What people read about watching, and about requests that were watched. Values in, words out."""
