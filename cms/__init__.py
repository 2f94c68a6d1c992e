"""Pages, languages, accounts and the public look; knows the other applications only through hooks."""
