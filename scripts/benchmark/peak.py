"""Runs a command and says on stderr how much memory its process tree held at the most."""

import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], check=False)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"peak_mb={peak:.1f}", file=sys.stderr)
sys.exit(done.returncode)
