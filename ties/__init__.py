"""What members declare: relatives, businesses, addresses and other links that may meet a case.

Declared words are read by nobody but who declared them. They are compared with records, and what
may be the same is told only to those who manage the record. They decide whether to keep it from
whoever declared.

May import agencies and casework. Apps with records say, with `matching.register`, which of their
words are compared.
"""
