import sys

from casustafel.installation.command import main

sys.exit(main())
