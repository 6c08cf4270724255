import PortalLayout from './(portal)/layout.tsx';
import PortalNotFound from './(portal)/not-found.tsx';

/** An address that is no page at all: the same as within the portal, with its header for whoever has signed in. */
export default function NotFound() {
  return (
    <PortalLayout>
      <PortalNotFound />
    </PortalLayout>
  );
}
