"""What Newsledger is built from: the lock files read, checked, and written as a bill of materials (SECURITY.md)."""
