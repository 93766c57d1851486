"""O2.2.1 The learning-strategy development report, written from the records of this stage."""
