"""Differential item functioning: is a single question fair to two groups of equal ability?"""
