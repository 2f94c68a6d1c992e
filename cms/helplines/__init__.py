"""What editors still have to find out about the numbers of those who help."""
