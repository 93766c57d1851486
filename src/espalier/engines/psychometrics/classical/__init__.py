"""Classical test theory: questions, reliability, the error of a score, decisions at a pass mark."""
