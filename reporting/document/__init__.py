"""One report as a document: what it is made of, its tables, sentences and pictures."""
