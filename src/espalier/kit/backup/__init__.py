"""One portable archive of an installation: every record and every stored file, checkable by itself."""
