"""Every page × every role × every relation to the file: who looks, what there is to see, and who may."""
