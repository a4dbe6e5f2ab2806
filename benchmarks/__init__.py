"""Measurements that are no tests: they need tools or machines of their own."""
