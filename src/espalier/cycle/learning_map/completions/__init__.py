"""P1.2.1 Completions: who completed which module version when."""
