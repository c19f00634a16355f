"""Object keys and finding keys: what a finding is about, independent of feature ids."""
