"""The packaged program: `central …`."""

from central.__main__ import main

if __name__ == "__main__":
    main()
