"""Setting a document as an accessible PDF, from a template and data alone.

A template is a typst file that holds no words of the document and no rule; it draws what its data
file says, so nothing typed by anyone can run as code. What a document says is its app's business:
several apps have documents set here.
"""
