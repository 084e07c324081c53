"""Customers: companies and private persons we deal with, their addresses and the contacts there.

Owns the words customer, contact, contact point (a phone number or e-mail address), address,
segment, customer type, category and customer number.
"""
