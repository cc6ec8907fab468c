"""What a rep solved and wants to be seen for (S3.10). Nobody is named who did not offer it."""
