"""What Autobahn's suite looks for to be fast: the names of the wsaccel library, by Java's classes."""
