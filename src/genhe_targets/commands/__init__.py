"""The commands of ``genhe-targets``, a module each; heavy libraries are imported when one runs."""
