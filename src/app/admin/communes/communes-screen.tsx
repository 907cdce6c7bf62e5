/** Xã, ấp: the hamlets of a commune, kept also without a network, and the communes of the endpoint. */

import { may } from '../../../programme/index.ts';
import { useSession } from '../../services.ts';
import { SectionPage } from '../section-page.tsx';
import { SECTIONS } from '../sections.ts';
import { CommuneList } from './commune-list.tsx';
import { HamletsCard } from './hamlets-card.tsx';

export default function CommunesScreen() {
  const { posts } = useSession();
  const below = may(posts, 'manage-communes', null) ? <CommuneList /> : undefined;
  return (
    <SectionPage section={SECTIONS.communes} worksOffline below={below}>
      {({ scope }) => <HamletsCard scope={scope} />}
    </SectionPage>
  );
}
