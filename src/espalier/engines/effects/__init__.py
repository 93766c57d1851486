"""Effects of training: designs and their estimators, instruments held against each other, surveys, transfer."""
