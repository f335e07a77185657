package actor

func (d *doc) findNominals() {}
