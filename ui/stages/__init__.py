"""Two stages of a plan side by side: what became of each finding, and two maps that move as one."""
