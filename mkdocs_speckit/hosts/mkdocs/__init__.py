"""MkDocs: the plugin's configuration, the state of a build, the site's pages and its plans."""
