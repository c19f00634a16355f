"""The review store: findings as they were last seen, and an append-only log of decisions."""
