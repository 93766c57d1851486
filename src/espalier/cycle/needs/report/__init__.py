"""O2.1.1 Learning-strategy analysis report: drawn from the records of T2.1."""
