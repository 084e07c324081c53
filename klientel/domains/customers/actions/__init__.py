"""The only writers of this domain, by subject. Permission first, then policy, checks, writing."""
