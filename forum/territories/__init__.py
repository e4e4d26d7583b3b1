"""The tree of territories (INSEE codes), themes, tags and the controlled vocabulary."""
