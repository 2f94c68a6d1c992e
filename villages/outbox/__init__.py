"""The outbox protocol, server side: what phones send is stored first, then answered with a receipt.

`payload` checks the JSON, `receiving` decides and stores, `photos` re-encodes, `views` answers the requests.
"""
