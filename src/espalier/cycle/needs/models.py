"""Tables of this stage; the first road computes gaps and keeps none."""
