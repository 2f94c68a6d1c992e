"""What templates need to draw a page: icons, inlined styles and scripts, links, questions."""
