"""The Processing provider; algorithms are thin: parameters -> setup -> runner -> outputs."""
