"""What is measured, one module a kind of work; ``benchmarks.registry`` lists the cases."""
