"""The pack: what a first responder takes to the Home Office service, made once and shown four ways.

`contents` puts what is sent in the order and under the titles of the Home Office pages. The PDF,
the page beside the Home Office window and both data files are drawn from that alone, and it is made
from the answers of the final branch only. The prompt sheet is the opposite: what is still to ask,
and nothing of what is known.
"""
