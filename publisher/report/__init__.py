"""What the verbs returned, in words for people and in JSON for programs: a module for each verb, as they are."""
