"""The field app as plain pages: everything an educator does works online without JavaScript."""
