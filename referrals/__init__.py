"""Referrals of a person to the Home Office: to the National Referral Mechanism, or by notice.

This app prepares a referral and remembers what was sent and answered; a first responder sends it on
the Home Office service. It decides nothing about a person. May import agencies, casework, shop and
victims.
"""
