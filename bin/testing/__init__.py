"""What `bin/test` is made of: the stages of a run, and how their results are read."""
