"""A fictional partnership to practise in, with believable lives. Only where DEMO is on."""
