"""What is counted and how: measures, the facts they count, and every statement that counts."""
