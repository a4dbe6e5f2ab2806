"""How each generator gets its plans: MkDocs and its kin, Zensical, and tools that only convert."""
