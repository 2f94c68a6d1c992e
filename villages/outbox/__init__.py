"""The outbox protocol, server side: what phones send is stored first, then answered with a receipt.

`bodies` reads what came, `receiving` decides and stores, `photos` re-encodes, `views` speaks HTTP.
"""
