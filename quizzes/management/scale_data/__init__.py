"""An invented programme of any size for measurements and demonstrations; never beside data of real people."""
