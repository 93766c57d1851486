"""P2.3.3 Weighing how to teach and how to assess, module by module, with the decision and its reason."""
