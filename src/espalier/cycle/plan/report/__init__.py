"""O2.3.1 The annual plan as a document, from the records of this stage."""
