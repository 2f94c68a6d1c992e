"""A round in a session, from the educator's side: open, show, count raised hands, results."""
