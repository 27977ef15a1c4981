"""Odoo's command line as a script.

`python -m odoo` would do, were it not that a server starts itself again from the name of its
script: the process for websockets that comes with workers, and the server after a time limit.
This file has a folder of its own, because Python looks for modules beside the script first.
"""

from odoo.cli.command import main

if __name__ == "__main__":
    main()
