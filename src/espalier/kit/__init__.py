"""Django tools without a training word: accounts, audit, files, imports, exports, jobs, versions, thread, ui."""
