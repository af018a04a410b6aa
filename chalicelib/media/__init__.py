"""Files: providers' copied into the bucket, ours looked at before they become messages."""
